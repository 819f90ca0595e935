// What a normalised cache must know of the schema, read from the endpoint itself.
import { getIntrospectionQuery } from "graphql";

export async function introspected(endpoint) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  return (await response.json()).data;
}

// The types behind each interface and union: { Node: ["Document", …], … }.
export function possibleTypes({ __schema: { types } }) {
  const abstract = types.filter(({ possibleTypes }) => possibleTypes);
  return Object.fromEntries(
    abstract.map(({ name, possibleTypes }) => [name, possibleTypes.map((each) => each.name)]),
  );
}

// The types of objects that have no id: they belong to the object they are read from.
export function typesWithoutId({ __schema: { types, queryType } }) {
  const objects = types.filter(({ kind, name }) => kind === "OBJECT" && !name.startsWith("__"));
  const withoutId = objects.filter(({ fields }) => !fields.some(({ name }) => name === "id"));
  return withoutId.map(({ name }) => name).filter((name) => name !== queryType.name);
}

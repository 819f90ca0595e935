// A frontend in two languages: everything is read into one cache, then again out of it.
import { isDeepStrictEqual } from "node:util";

export const FRENCH = { locale: "fr", slug: "premier-12-14-chateau-gombert" };
export const ENGLISH = { locale: "en", slug: "first-12-14-chateau-gombert" };
const ASKED = [FRENCH, ENGLISH].flatMap(({ locale, slug }) => [
  ["story", { locale, slug }],
  ["words", { locale, slug }],
  ["directory", { locale }],
]);

// `read(operation, variables, source)`, where source is "network", "cache" or "no cache".
export async function journey(read) {
  for (const [operation, variables] of ASKED) await read(operation, variables, "network");
  const different = [];
  const cached = {};
  for (const [operation, variables] of ASKED) {
    const held = bare(await read(operation, variables, "cache"));
    const fresh = bare(await read(operation, variables, "no cache"));
    if (!isDeepStrictEqual(held, fresh)) different.push([operation, variables, held, fresh]);
    cached[`${operation} ${variables.locale}`] = held;
  }
  return { cached, different };
}

// Without the __typename that clients add.
export function bare(data) {
  return JSON.parse(JSON.stringify(data), (name, value) =>
    name === "__typename" ? undefined : value,
  );
}

// Apollo Client with its normalised cache and persisted queries: node apollo.js ENDPOINT
import { createHash } from "node:crypto";
import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";
import { introspected, possibleTypes, typesWithoutId } from "./introspection.js";
import { FRENCH, journey } from "./journey.js";
import { fetchNoting, overheard, report, textOf } from "./listening.js";

const endpoint = process.argv[2];
const schema = await introspected(endpoint);
const merged = typesWithoutId(schema).map((name) => [name, { merge: true }]);
const LISTED = relayStylePagination(["filter", "search", "orderBy", "locale"]);

const hashing = new PersistedQueryLink({
  sha256: (text) => createHash("sha256").update(text).digest("hex"),
  useGETForHashedQueries: true,
});
const client = new ApolloClient({
  link: hashing.concat(new HttpLink({ uri: endpoint, fetch: fetchNoting })),
  cache: new InMemoryCache({
    possibleTypes: possibleTypes(schema),
    typePolicies: {
      ...Object.fromEntries(merged),
      Query: { fields: { eventReports: LISTED } },
    },
  }),
});

const POLICIES = { network: "network-only", cache: "cache-only", "no cache": "no-cache" };
const documents = {};

async function read(operation, variables, source) {
  const query = (documents[operation] ??= gql(textOf(operation)));
  const { data } = await client.query({ query, variables, fetchPolicy: POLICIES[source] });
  return data;
}

// Every page of a list, as a button "more" loads them; then the list as the cache holds it.
async function listed(locale) {
  const query = gql(textOf("reports"));
  const variables = { locale, first: 1 };
  const shown = client.watchQuery({ query, variables });
  const watching = shown.subscribe(() => undefined);
  let { data } = await client.query({ query, variables });
  while (data.eventReports.pageInfo.hasNextPage) {
    const { endCursor } = data.eventReports.pageInfo;
    ({ data } = await shown.fetchMore({ variables: { after: endCursor } }));
  }
  watching.unsubscribe();
  return client.readQuery({ query, variables }).eventReports;
}

// A cache that was told nothing of types without id must be heard complaining.
async function careless() {
  const cache = new InMemoryCache({ possibleTypes: possibleTypes(schema) });
  const link = new HttpLink({ uri: endpoint });
  const untold = new ApolloClient({ link, cache });
  await untold.query({ query: documents.story, variables: FRENCH });
  await untold.query({ query: documents.words, variables: FRENCH });
}

const seen = await journey(read);
const lists = { fr: await listed("fr"), en: await listed("en") };
report({ ...seen, lists, complaints: await overheard(careless) });

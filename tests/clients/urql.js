// urql with its normalised, schema-aware cache and persisted queries: node urql.js ENDPOINT
import { Client, fetchExchange, gql } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { persistedExchange } from "@urql/exchange-persisted";
import { introspected, typesWithoutId } from "./introspection.js";
import { FRENCH, journey } from "./journey.js";
import { fetchNoting, overheard, report, textOf } from "./listening.js";

const url = process.argv[2];
const schema = await introspected(url);
const embedded = typesWithoutId(schema).map((name) => [name, () => null]);

const caching = new Client({
  url,
  fetch: fetchNoting,
  exchanges: [
    cacheExchange({
      schema,
      keys: Object.fromEntries(embedded),
      resolvers: { Query: { eventReports: relayPagination() } },
    }),
    persistedExchange({ preferGetForPersistedQueries: true }),
    fetchExchange,
  ],
});
const plain = new Client({ url, exchanges: [fetchExchange] });
const POLICIES = { network: "network-only", cache: "cache-only" };
const documents = {};

async function read(operation, variables, source) {
  const query = (documents[operation] ??= gql(textOf(operation)));
  const client = source === "no cache" ? plain : caching;
  const asked = client.query(query, variables, { requestPolicy: POLICIES[source] });
  const { data, error } = await asked.toPromise();
  if (error) throw error;
  return data;
}

// Every page of a list; then the list as the cache holds it.
async function listed(locale) {
  let after = null;
  do {
    const { eventReports } = await read("reports", { locale, first: 1, after }, "network");
    after = eventReports.pageInfo.hasNextPage ? eventReports.pageInfo.endCursor : null;
  } while (after);
  return (await read("reports", { locale, first: 1, after }, "cache")).eventReports;
}

// A cache that was told nothing of types without id must be heard complaining.
async function careless() {
  const exchanges = [cacheExchange({ schema }), fetchExchange];
  await new Client({ url, exchanges }).query(documents.words, FRENCH).toPromise();
}

const seen = await journey(read);
const lists = { fr: await listed("fr"), en: await listed("en") };
report({ ...seen, lists, complaints: await overheard(careless) });

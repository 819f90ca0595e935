// graphql-request, which keeps nothing: node graphql_request.js ENDPOINT
import { ClientError, GraphQLClient } from "graphql-request";
import { ENGLISH } from "./journey.js";
import { fetchNoting, report, textOf } from "./listening.js";

const endpoint = process.argv[2];
const client = new GraphQLClient(endpoint, { fetch: fetchNoting });
const story = textOf("story");

const { data, extensions } = await client.rawRequest(story, ENGLISH);
const getting = new GraphQLClient(endpoint, { fetch: fetchNoting, method: "GET" });
const { site } = await getting.request("query Name { site { name } }");

async function refusalOf(query, given) {
  try {
    return await client.request(query, given);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const { status, errors } = error.response;
    return { status, codes: errors.map((each) => each.extensions.code) };
  }
}

report({
  title: data.eventReport.title,
  cost: extensions.cost,
  site,
  withoutSlug: await refusalOf(story, {}),
  tooMany: await refusalOf(textOf("reports"), { first: 1000 }),
});

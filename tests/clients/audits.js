// Prints the public audits of GraphQL over HTTP as JSON: node audits.js http://127.0.0.1:8000/graphql/
import { serverAudits } from "graphql-http";

const results = [];
for (const audit of serverAudits({ url: process.argv[2], fetchFn: fetch })) {
  const { status, reason = "", response } = await audit.fn();
  await response?.body?.cancel().catch(() => undefined);
  results.push({ id: audit.id, name: audit.name, status, reason });
}
console.log(JSON.stringify(results));

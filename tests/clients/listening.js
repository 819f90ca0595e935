// What a client says on the console and sends to the endpoint, for the tests to judge.
import { readFileSync } from "node:fs";
import { format } from "node:util";

export const said = [];
for (const level of ["warn", "error", "info"]) {
  console[level] = (...words) => said.push(format(...words));
}
process.on("warning", (warning) => said.push(String(warning)));

export const sent = [];

export async function fetchNoting(address, options = {}) {
  const response = await fetch(address, options);
  const { method = "GET", body } = options;
  const asked = body ? JSON.parse(body) : Object.fromEntries(new URL(address).searchParams);
  sent.push({
    operation: asked.operationName,
    method,
    withText: "query" in asked,
    withHash: "extensions" in asked,
    status: response.status,
    mediaType: response.headers.get("Content-Type").split(";")[0],
    encoding: response.headers.get("Content-Encoding"),
  });
  return response;
}

export function textOf(operation) {
  return readFileSync(new URL(`operations/${operation}.graphql`, import.meta.url), "utf8");
}

// What is said meanwhile, apart from all else that is said.
export async function overheard(doing) {
  const before = said.splice(0);
  await doing();
  return said.splice(0, said.length, ...before);
}

export function report(seen) {
  console.log(JSON.stringify({ ...seen, said, sent }));
}

// Types of the schema and of every operation of a folder: node typed.js SCHEMA FOLDER
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as operations from "@graphql-codegen/typescript-operations";
import * as schemaTypes from "@graphql-codegen/typescript";
import { parse } from "graphql";

const [file, folder] = process.argv.slice(2);
const schema = parse(readFileSync(file, "utf8"));
const config = {
  strictScalars: true,
  scalars: {
    Date: "string",
    DateTime: "string",
    URL: "string",
    Locale: "string",
    JSONObject: "Record<string, unknown>",
  },
};

async function write(name, plugin, documents) {
  const filename = join(folder, name);
  const plugins = [{ types: config }];
  const pluginMap = { types: plugin };
  const options = { schema, documents, config, filename, plugins, pluginMap };
  writeFileSync(filename, await codegen(options));
}

const names = readdirSync(folder).filter((name) => name.endsWith(".graphql"));
await write("schema.ts", schemaTypes, []);
for (const name of names) {
  const location = join(folder, name);
  const document = parse(readFileSync(location, "utf8"));
  await write(name.replace(".graphql", ".ts"), operations, [{ location, document }]);
}
console.log(JSON.stringify(names));

// Which features of the mails in a folder some mail program lacks or has in part, as caniemail.com measured.
import { readFileSync, readdirSync } from "node:fs";
import { caniemail, rawData } from "caniemail";

const [folder, ...programs] = process.argv.slice(2);

// The checker breaks off at what nobody measured; that is no finding.
for (const { stats } of rawData.data) {
  for (const program of programs) {
    const [family, system] = program.split(".");
    const measured = Object.values(stats[family]?.[system] ?? {});
    if (measured.every((each) => each.startsWith("u"))) {
      stats[family] = { ...stats[family], [system]: { 0: "y" } };
    }
  }
}

const found = { errors: {}, warnings: {} };
for (const name of readdirSync(folder)) {
  const html = readFileSync(`${folder}/${name}`, "utf8");
  const { issues } = caniemail({ clients: programs, html });
  for (const grade of ["errors", "warnings"]) {
    for (const { title } of [...issues[grade].values()].flat()) found[grade][title] = true;
  }
}
const { errors, warnings } = found;
console.log(JSON.stringify({ lacking: Object.keys(errors), partial: Object.keys(warnings) }));

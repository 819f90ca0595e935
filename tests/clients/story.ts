// A frontend that draws the body of a report: the generated types tell each block from the others.
import type { StoryQuery } from "./story.ts";

type Report = NonNullable<StoryQuery["eventReport"]>;
type Drawn = Report["body"][number];

export function draw(block: Drawn): string {
  switch (block.__typename) {
    case "HeadingBlock":
      return `<h${block.level.toFixed()} id="${block.anchor}">${block.text}</h${block.level}>`;
    case "ParagraphBlock":
      return block.content.html;
    case "QuoteBlock":
      return `<q>${block.quote.text}</q> ${block.quote.person.name.trim()}`;
    case "KeyFiguresBlock":
      return block.figures.map(({ value, unit }) => `${value} ${unit?.trim() ?? ""}`).join();
    case "PeopleBlock":
      return block.people.map(({ name }) => name.trim()).join();
    default:
      return "";
  }
}

export function head({ title, startsAt, technopole, edition }: Report): string {
  const place: string | null = technopole && technopole.name;
  return `${title.trim()} ${new Date(startsAt).getFullYear()} ${place ?? ""} ${edition?.toFixed()}`;
}

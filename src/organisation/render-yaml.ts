import { Document, visit } from "yaml";
import type { Exported } from "./export.ts";

/** An exported organisation as YAML: a domain a block, a member a line. */
export function renderYaml(organisation: Exported): string {
  const document = new Document(organisation, { aliasDuplicateObjects: false });
  document.commentBefore = " Written by quad org export. Read it back: quad org import --from quad FILE";
  visit(document, {
    Map: (_, map) => {
      if (map.has("email")) map.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 }).trimEnd();
}

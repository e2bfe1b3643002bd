import { Command } from "commander";
import type { Context } from "../../context.ts";
import { manifestJsonSchema } from "../../patches/manifest.ts";
import { examples } from "../../terminal/help.ts";

export const patchSchema = (ctx: Context): Command =>
  new Command("schema")
    .summary("vendor: the JSON Schema of a patch's manifest")
    .description("Prints the JSON Schema (draft 2020-12) of patch.json, the manifest in each archive.")
    .addHelpText("after", examples("quad patch schema > patch.schema.json"))
    .action(async () => {
      await ctx.output.result(await manifestJsonSchema(), (schema) => JSON.stringify(schema, null, 2));
    });

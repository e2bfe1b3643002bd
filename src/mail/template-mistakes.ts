import type { Data, Value } from "./shapes.ts";

/** What a template can say. */
export interface Scope {
  /** Every key, with a value of its kind. */
  readonly scope: Data;
  /** Whether it is HTML, where what others wrote is escaped. */
  readonly html: boolean;
  /** Keys of HTML that are HTML already. */
  readonly raw?: readonly string[];
}

type Known = Value | Data;

const isMap = (value: Known | undefined): value is Data => typeof value === "object" && !Array.isArray(value);

export interface Mistake {
  readonly line: number;
  readonly message: string;
}

/** Finds what a template cannot say: keys that there are not, and anything beyond if, unless and each. `parse` is Handlebars'. */
export function mistakesIn(
  text: string,
  { scope, html, raw = [] }: Scope,
  parse: (text: string) => hbs.AST.Program,
): Mistake[] {
  const mistakes: Mistake[] = [];
  const found = (node: hbs.AST.Node, message: string) => mistakes.push({ line: node.loc.start.line, message });

  /** Looks a name up; undefined, and a mistake, where there is none. */
  function look(expression: hbs.AST.Expression, scopes: readonly Known[]): Known | undefined {
    if (expression.type !== "PathExpression") {
      found(expression, `{{${String((expression as hbs.AST.StringLiteral).original ?? "…")}}} is no key.`);
      return undefined;
    }
    const { original, data, depth, parts } = expression as hbs.AST.PathExpression;
    if (data) {
      if (scopes.length < 2 || !["index", "first", "last"].includes(String(parts[0])))
        found(expression, `{{${original}}} is known only as @index, @first and @last, within each.`);
      return "";
    }
    let value: Known | undefined = scopes.at(-1 - depth);
    for (const part of parts) {
      const of = value;
      value = isMap(of) && Object.hasOwn(of, String(part)) ? of[String(part)] : undefined;
      if (value === undefined) {
        const keys = isMap(of) ? Object.keys(of).join(", ") : "this";
        found(expression, `{{${original}}} is no key here; there are ${keys}.`);
        return undefined;
      }
    }
    if (value === undefined) found(expression, `{{${original}}} goes up further than there is.`);
    return value;
  }

  function block(node: hbs.AST.BlockStatement, scopes: readonly Known[]): void {
    const { original } = node.path as hbs.AST.PathExpression;
    const [param, ...more] = node.params;
    if (!/^(if|unless|each)$/.test(String(original)) || param === undefined || more.length > 0) {
      found(node, `{{#${original}}} is not known; there are {{#if KEY}}, {{#unless KEY}} and {{#each KEY}}.`);
      return;
    }
    const value = look(param, scopes);
    if (original === "each" && value !== undefined && !Array.isArray(value))
      found(node, `{{#each}} goes through a list, and ${(param as hbs.AST.PathExpression).original} is none.`);
    const first = original === "each" && Array.isArray(value) ? value[0] : undefined;
    if (node.program) walk(node.program, first === undefined ? scopes : [...scopes, first]);
    if (node.inverse) walk(node.inverse, scopes);
  }

  function walk(program: hbs.AST.Program, scopes: readonly Known[]): void {
    for (const node of program.body) {
      if (node.type === "MustacheStatement") {
        const { path, params, escaped } = node as hbs.AST.MustacheStatement;
        const { original } = path as hbs.AST.PathExpression;
        if (params.length > 0) found(node, `{{${original} …}} is not known; a key stands alone.`);
        else if (look(path, scopes) !== undefined && html && !escaped && !raw.includes(original))
          found(node, `{{{${original}}}} would put what others wrote into the mail as HTML; write {{${original}}}.`);
      } else if (node.type === "BlockStatement") block(node as hbs.AST.BlockStatement, scopes);
      else if (!/^(Content|Comment)Statement$/.test(node.type))
        found(node, "is neither a key nor one of {{#if}}, {{#unless}} and {{#each}}.");
    }
  }

  let program: hbs.AST.Program;
  try {
    program = parse(text);
  } catch (error) {
    const [first = "", ...rest] = (error as Error).message.split("\n");
    const line = /\bline (\d+)/.exec(first)?.[1] ?? / - (\d+):\d+$/.exec(first)?.[1] ?? "1";
    return [{ line: Number(line), message: `cannot be read: ${rest.at(-1) ?? first}` }];
  }
  walk(program, [scope]);
  return mistakes;
}

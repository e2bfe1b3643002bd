/**
 * A statement of the spec with its placeholders filled in: `<company_id>` becomes the id of that name, quoted. Throws
 * where there is none.
 */
export const fill = (statement: string, ids: Readonly<Record<string, string>>): string =>
  statement.replace(/<(\w+)>/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`Nothing is given for <${name}>.`);
    return `'${id}'`;
  });

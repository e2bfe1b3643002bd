// As quad_looks_like_a_secret of migrations/rules/keys.sql has it; a test holds them together.
const known =
  /(^|[^A-Za-z0-9])(gh[opusr]_|github_pat_|glpat-|xox[a-z]-|xapp-|-----BEGIN|(AKIA|ASIA)[A-Z0-9]{12}|eyJ[A-Za-z0-9_-]{8,}[.]|(sk-|[sr]k_(live|test)_|SG[.]|AIza|ya29[.]|npm_|pypi-|dop_v1_|lin_(api|oauth)_|ATATT3|figd_|PMAK-|hf_|sq0[a-z]{3}-|hv[sbr][.]|gl[a-z]{2,4}-)[A-Za-z0-9_-]{12,})/;
const itemId = /^vault:\/\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\/|$)/i;

/**
 * Whether a text is a key and no path to one: it begins like the tokens of GitHub, GitLab, Slack, AWS and others, is a JWT,
 * or alternates between capitals, small letters and digits as only random text does.
 */
export const looksLikeSecret = (text: string): boolean =>
  known.test(text) ||
  text
    .replace(itemId, "")
    .split(/[ \t\n\r\f\v]+/)
    .some(looksRandom);

/** In names a capital or a digit begins something; in random text one comes at every third or fourth character. */
function looksRandom(word: string): boolean {
  const letters = word.replace(/[^A-Za-z0-9]/g, "").length;
  const count = (pattern: RegExp) => word.match(pattern)?.length ?? 0;
  const turns =
    count(/[a-z][0-9]|[A-Z][0-9]/g) + count(/[0-9][A-Za-z]/g) + count(/[A-Z][A-Z][a-z]/g) + count(/[a-z][A-Z]/g) / 2;
  return letters >= 20 && turns >= 0.2 * letters;
}

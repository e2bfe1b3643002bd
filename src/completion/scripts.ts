export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

const bash = `# bash completion for quad
_quad() {
  local IFS=$'\\n' line
  COMPREPLY=()
  while read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(quad __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _quad quad
`;

const zsh = `#compdef quad
_quad() {
  local line
  local -a found
  while IFS= read -r line; do
    found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(quad __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#found} )) && _describe quad found || _files
}
if [ "\${funcstack[1]}" = "_quad" ]; then _quad "$@"; else compdef _quad quad; fi
`;

const fish = `# fish completion for quad
function __quad_complete
  set -l words (commandline -opc) (commandline -ct)
  quad __complete -- $words[2..-1] 2>/dev/null
end
complete -c quad -f -a "(__quad_complete)"
`;

/** The script that makes a shell complete quad; it asks `quad __complete`. */
export const script = (shell: Shell): string => ({ bash, zsh, fish })[shell];

// Makes contract/errors.generated.ts from docs/errors.md. With --check it only compares, and exits 1 on a difference.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../docs/errors.md', import.meta.url));
const target = fileURLToPath(new URL('../contract/errors.generated.ts', import.meta.url));

/** Reads the page's entries; an entry that lacks a part, or a code given twice, is an error of the page. */
function parseCatalogue(markdown) {
  const entries = markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const code = section.split('\n', 1)[0].trim();
      const part = (name) => {
        const found = section.match(new RegExp(`^- ${name}: (.+(?:\\n {2}.+)*)$`, 'm'));
        if (!found) throw new Error(`docs/errors.md: "${code}" has no "${name}"`);
        return found[1].replace(/\n {2}/g, ' ');
      };
      const exit = Number(part('exit'));
      if (![1, 2, 3].includes(exit)) throw new Error(`docs/errors.md: "${code}" has exit ${part('exit')}`);
      return { code, exit, sentence: part('sentence'), remedy: part('remedy') };
    });
  const twice = entries.find(({ code }, i) => entries.findIndex((other) => other.code === code) !== i);
  if (twice) throw new Error(`docs/errors.md: "${twice.code}" is there twice`);
  return entries.sort((x, y) => (x.code < y.code ? -1 : 1));
}

/** The TypeScript source of the catalogue: a table, and for each code the facts it needs. */
function renderCatalogue(entries) {
  const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const facts = ({ sentence, remedy }) => [
    ...new Set([...`${sentence} ${remedy}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1])),
  ];
  const rows = entries.map(
    (entry) =>
      `  ${quote(entry.code)}: {\n    exit: ${entry.exit},\n    sentence: ${quote(entry.sentence)},\n    remedy: ${quote(entry.remedy)},\n  },`,
  );
  const types = entries.map((entry) => {
    const names = facts(entry).map((name) => `${name}: string | number`);
    return `  ${quote(entry.code)}: ${names.length > 0 ? `{ ${names.join('; ')} }` : 'Record<string, never>'};`;
  });
  return `// Generated from docs/errors.md by scripts/generate-errors.mjs. Do not edit.

export const ERRORS = {
${rows.join('\n')}
} as const;

/** The facts each error's sentence and remedy need. */
export interface ErrorFacts {
${types.join('\n')}
}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rendered = renderCatalogue(parseCatalogue(readFileSync(source, 'utf8')));
  if (!process.argv.includes('--check')) writeFileSync(target, rendered);
  else if (readFileSync(target, 'utf8') !== rendered) {
    console.error(
      'contract/errors.generated.ts is not what docs/errors.md says: run node scripts/generate-errors.mjs',
    );
    process.exit(1);
  }
}

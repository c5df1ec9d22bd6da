// @ts-check
import eslint from '@eslint/js';
import vitest from '@vitest/eslint-plugin';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'native/build/',
      '.cache/',
      'out/',
      'dist/',
      '**/*.generated.ts',
      '**/*_pb.ts',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numeric loops over typed arrays know their bounds; noUncheckedIndexedAccess does not (`data[i]!`).
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A `switch` over a union that misses a case is what unions are for.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // node:test-like hooks and vitest's `test` return promises nobody awaits.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/*.config.ts'],
    rules: {
      // An export has one name, so that it can be found.
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export it under its name.' },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'fetch',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'module',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.test.{ts,mjs}'],
    plugins: { vitest },
    rules: {
      ...vitest.configs.recommended.rules,
      // Assertions that assert nothing were found even in good code bases.
      // vitest's expect takes what is asserted about as a second argument.
      'vitest/valid-expect': ['error', { maxArgs: 2 }],
      'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'assert*'] }],
      // A title may be put together: that of a skipped test says why it is skipped.
      'vitest/valid-title': 'off',
      // Tests that need what a machine may lack are skipped there, and the closing list says so.
      'vitest/no-disabled-tests': 'off',
      'vitest/no-focused-tests': 'error',
    },
  },
);

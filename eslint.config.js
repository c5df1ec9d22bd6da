// @ts-check
import eslint from '@eslint/js';
import vitest from '@vitest/eslint-plugin';
import svelte from 'eslint-plugin-svelte';
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
    files: ['**/*.ts', '**/*.svelte'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
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
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // dependency-cruiser does not see `import type` inside a component (the compiler strips it first); this does.
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '/(electron|models|native|test|bench|scripts)/',
              message: 'The page knows contract/ alone.',
            },
            { regex: '^(node:|electron$)', message: 'The page runs in a browser.' },
          ],
        },
      ],
      // TypeScript says the same, and knows the names that a browser has.
      'no-undef': 'off',
      // `void state` reads it: how an effect says what it depends on.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // Addresses of views are fragments: no router resolves them.
      'svelte/no-navigation-without-resolve': 'off',
      // Svelte's $props() may be written with let where one of them is bindable.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  {
    // Components and the window's events have types for svelte-check alone, which looks at these; ESLint sees `any`.
    files: ['**/*.svelte'],
    rules: Object.fromEntries(
      ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [
        `@typescript-eslint/no-unsafe-${what}`,
        'off',
      ]),
    ),
  },
  {
    // Tests run under vitest, whose types bring Node's with them: a project of their own.
    files: ['renderer/**/*.test.ts'],
    languageOptions: { parserOptions: { projectService: false, project: 'renderer/tsconfig.test.json' } },
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
          'URLSearchParams',
          'WebSocket',
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

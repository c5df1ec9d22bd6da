/** The page: built to out/renderer, with addresses relative to it, so that a web server and a scheme of the shell's own can serve it alike. */
import { join } from 'node:path';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  root: join(import.meta.dirname, 'renderer'),
  base: './',
  publicDir: 'public',
  plugins: [svelte({ configFile: false, preprocess: vitePreprocess({ script: true }) })],
  build: {
    outDir: join(import.meta.dirname, 'out/renderer'),
    emptyOutDir: true,
    target: 'es2024',
    // From these on light-dark() is known: written out instead, it would not follow color-scheme within a page.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The content security policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
  },
});

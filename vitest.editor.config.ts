import { defineConfig } from 'vitest/config';

/** The tests in real editors: slow, on the packed extension, one after the other. A retry would hide a race, so none. */
export default defineConfig({
  test: {
    include: ['test/editor/**/*.test.ts'],
    testTimeout: 300_000,
    // The first run installs the editor.
    hookTimeout: 600_000,
    fileParallelism: false,
    retry: 0,
  },
});

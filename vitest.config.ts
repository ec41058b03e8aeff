import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: ['test/editor/**', 'test/bench/**', 'test/catalogue/**', 'node_modules/**'],
        },
      },
      {
        extends: true,
        // These files share the parsed declarations of packages: one process reads each of them once.
        test: { name: 'catalogue', include: ['test/catalogue/**/*.test.ts'], isolate: false, testTimeout: 60_000 },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A machine that is busy with other things takes several times as long; what hangs is told of by then.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Half of the tests wait for servers, timers and processes: a worker more than there are cores keeps these busy.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{editor,bench,catalogue,snippets,traps}/**', 'node_modules/**'],
          // Loading the compiler and the rules takes longer than most files: a process loads them once. Tests put back what they change.
          isolate: false,
        },
      },
      {
        extends: true,
        // Here real libraries and snippets run, with timers, listeners and patches of their own.
        test: { name: 'running', include: ['test/{snippets,traps}/**/*.test.ts'] },
      },
      {
        extends: true,
        // These files share the parsed declarations of packages: one process reads each of them once.
        test: { name: 'catalogue', include: ['test/catalogue/**/*.test.ts'], isolate: false, testTimeout: 120_000 },
      },
    ],
  },
});

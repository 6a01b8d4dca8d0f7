/** Ends a run with lines for people and programs; a suite that could not run counts as a failure. */
export default class CountReporter {
  /** @param {unknown} _contexts @param {{numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, numPendingTests: number, numTodoTests: number}} results */
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    // Printed at the very end, after Jest's own summary; the time is that of the whole process.
    process.once('exit', () => {
      process.stdout.write(`took ${Math.round(process.uptime())} s of wall time\n`);
      process.stdout.write(`${results.numPassedTests} passed, ${failed} failed${tail}\n`);
    });
  }
}

const { default: Sequencer } = require('@jest/test-sequencer');

/*
 * Starts the longest files first, also when no earlier run has recorded their times: started last, they kept one worker
 * busy alone.
 */

const LONGEST = [/\/playground\/page\/browser/, /\/tools\/chaos\//, /\/app\/every-view/, /\/playground\/saved-demo/];

module.exports = class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {Parameters<import('@jest/test-sequencer').default['sort']>[0]} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    const long = LONGEST.flatMap((file) => sorted.filter(({ path }) => file.test(path)));
    return [...long, ...sorted.filter((test) => !long.includes(test))];
  }
};

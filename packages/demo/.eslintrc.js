const factory = require('@backstage/cli/config/eslint-factory');

module.exports = factory(__dirname, {
  overrides: [
    {
      // Programs of this repository alone, run by Node.js as they are.
      files: ['src/**'],
      rules: {
        'no-restricted-imports': 'off',
        '@backstage/no-relative-monorepo-imports': 'off',
      },
    },
  ],
});

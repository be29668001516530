const factory = require('@backstage/cli/config/eslint-factory');

module.exports = factory(__dirname, {
  overrides: [
    {
      // Programs of this repository alone: run by Node.js as they are, with its own test runner, on the launcher's parts.
      files: ['e2e/**'],
      rules: {
        'no-restricted-imports': 'off',
        '@backstage/no-forbidden-package-imports': 'off',
        '@backstage/no-relative-monorepo-imports': 'off',
      },
    },
  ],
});

/**
 * Imports run one way (README, "How it works"):
 * bin, lambdas -> run, local, infra, adapters; local -> run, adapters, infra/workflow; infra -> run/contract; run -> translate, catalog;
 * translate -> catalog; adapters -> the ports they implement. Nothing imports test.
 */
const folder = (name) => `^${name}/`;
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(bin|lib|lambdas|test|bench|docs)/', pathNot: [from, ...to] },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-test', severity: 'error', from: { pathNot: folder('test') }, to: { path: folder('test') } },
    { name: 'not-to-bench', severity: 'error', from: { pathNot: '^(bench|test)/' }, to: { path: folder('bench') } },
    only('catalog-alone', folder('lib/catalog'), [], 'the catalog knows nothing of translation or runs'),
    only('translate-to-catalog', folder('lib/translate'), [folder('lib/catalog')]),
    only('run-to-translate-and-catalog', folder('lib/run'), [folder('lib/translate'), folder('lib/catalog')]),
    only(
      'adapters-to-their-ports',
      folder('lib/adapters'),
      [
        '^lib/translate/(model|memory|errors|trail)\\.ts$',
        '^lib/run/(store|ports|executions)\\.ts$',
        '^lib/run/contract/',
      ],
      'an adapter sees the port that it implements and the errors that it throws',
    ),
    only('infra-to-contract', folder('lib/infra'), [folder('lib/run/contract')]),
    only('local-to-run', folder('lib/local'), [folder('lib/run'), folder('lib/adapters'), '^lib/infra/workflow\\.ts$']),
    only('bin-and-package', '^(bin|lambdas)/|^lib/index\\.ts$', [
      '^lib/(run|local|infra|adapters)/',
      '^(bin|lambdas)/',
    ]),
    {
      name: 'cdk-in-infra-only',
      severity: 'error',
      from: { path: '^(bin|lib|lambdas)/', pathNot: '^lib/(infra|local)/|^bin/app\\.ts$' },
      to: { path: 'node_modules/(aws-cdk-lib|constructs)/' },
    },
    {
      name: 'sdks-in-adapters-only',
      severity: 'error',
      from: { path: '^(bin|lib|lambdas)/', pathNot: folder('lib/adapters') },
      to: { path: 'node_modules/(groq-sdk|@aws-sdk|@smithy|@opentelemetry|@aws-lambda-powertools)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};

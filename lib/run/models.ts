/** What the runtimes and the command line need of the model table. */
export { MODELS, type RoutingRow, resolveModel, routingTable } from '../translate/routing.ts';

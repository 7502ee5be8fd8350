export { causeMarkers } from './adapters/cause-store.dynamo.ts';
export { findIncident, stillLive } from './adapters/find.ts';

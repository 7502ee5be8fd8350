export { causeMarkers } from './adapters/cause-store.dynamo.ts';
export { findIncident, loadHeir, stillLive } from './adapters/find.ts';
export { mergeCase, moveCase, splitIncident } from './adapters/regroup.ts';

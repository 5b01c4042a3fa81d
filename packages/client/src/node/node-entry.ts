// tidy: the entry of the package for what only Node can do
/** An outbox in a file, and the agent that shares one among the titles of a machine. */

export { type Agent, type AgentOptions, startAgent } from './agent/agent.ts';
export {
  type AgentConnectionOptions,
  type AgentOutbox,
  type AgentReport,
  connectAgent,
} from './agent/agent-connection.ts';
export { type AgentPlace, agentPlace } from './agent/agent-place.ts';
export { type AgentView, viewAgent } from './agent/agent-view.ts';
export { type FileStorageOptions, fileStorage, type JournalFile } from './file-storage.ts';

export type * from '../asker.ts'; // moved: import ../asker.ts

import { storeContract } from '../contract/store-contract.ts';
import { newSqlitePlace } from './sqlite-place.ts';

storeContract('SQLite', newSqlitePlace);

import type { Catalog } from '../../../../services/catalog.ts';
import type { Operation } from '../../../operation.ts';
import { createOperation } from './create.ts';
import { documentOperation } from './document.ts';
import { listOperation } from './list.ts';
import { planOperation } from './plan.ts';
import { publishOperation } from './publish.ts';
import { rollbackOperation } from './rollback.ts';
import { addSandboxOperation, sandboxesOperation } from './sandboxes.ts';
import { saveDocumentOperation } from './save-document.ts';
import { validateOperation } from './validate.ts';
import { versionsOperation } from './versions.ts';

/** What our own API does with titles. */
export function managementTitleOperations(rooms: { catalog: Catalog }): readonly Operation[] {
  return [
    listOperation(rooms),
    createOperation(rooms),
    documentOperation(rooms),
    saveDocumentOperation(rooms),
    validateOperation(rooms),
    planOperation(rooms),
    publishOperation(rooms),
    rollbackOperation(rooms),
    versionsOperation(rooms),
    sandboxesOperation(rooms),
    addSandboxOperation(rooms),
  ];
}

-- What a copy of the old store says of all files and plans at once goes: it is told and counted anew. 
-- coming, leaving: the documents that changed. corrected: those that stay or come and of which there are corrections.
DELETE FROM files;

DELETE FROM ingest_problems WHERE doc_id IS NULL OR kind IN ('skipped', 'duplicate', 'gone');

INSERT INTO ingest_problems BY NAME
SELECT * FROM changes.ingest_problems WHERE doc_id IS NULL AND kind = 'reference';

DELETE FROM corrections
WHERE doc_id IN (SELECT doc_id FROM coming) OR doc_id IN (SELECT doc_id FROM leaving) OR doc_id NOT IN (SELECT doc_id FROM corrected);

INSERT INTO corrections BY NAME
SELECT * FROM changes.corrections;

DELETE FROM units WHERE kind_id IS NOT NULL;

DELETE FROM build;

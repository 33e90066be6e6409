-- How often provinces cite what the documents cite that changed is counted anew, and no more: for counted.sql nothing else is cited.
-- counting: what those cited that left.
INSERT INTO counting
SELECT DISTINCT cited FROM cited WHERE doc_id IN (SELECT doc_id FROM coming);

-- Which plan counts, and the place of each promise among the others, may change for all: they are worked out anew.
DELETE FROM indicator_promises;

DELETE FROM province_citations WHERE cited IN (SELECT cited FROM counting);

CREATE TEMP VIEW cited AS
SELECT * FROM store.cited WHERE cited IN (SELECT cited FROM counting);

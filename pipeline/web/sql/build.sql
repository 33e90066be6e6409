SELECT
    built_at, code_version, data_version, documents, manifest_id, gold_scores,
    (SELECT count(*) FROM corrections) AS corrections
FROM build

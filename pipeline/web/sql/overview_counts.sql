SELECT
    (SELECT count(*) FROM documents) AS documents,
    (SELECT count(DISTINCT province_now) FROM document_index WHERE province_now <> 'Trung ương' AND NOT starts_with(province_now, '('))
        AS provinces,
    (SELECT coalesce(sum(page_count), 0)::BIGINT FROM documents) AS pages,
    (SELECT coalesce(sum(citations), 0)::BIGINT FROM document_index) AS citations,
    (SELECT coalesce(sum(tasks), 0)::BIGINT FROM document_index) AS tasks,
    (SELECT coalesce(sum(targets), 0)::BIGINT FROM document_index) AS targets

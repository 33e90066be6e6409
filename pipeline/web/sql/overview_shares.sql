-- shares of what is open, as counts of the whole: the page shows both
SELECT
    (SELECT count(*) FILTER (resolution <> 'resolved') FROM citations WHERE role <> 'self') AS citations_open,
    (SELECT count(*) FROM citations WHERE role <> 'self') AS citations,
    (SELECT count(*) FILTER (indicator_id IS NULL) FROM targets) AS targets_open,
    (SELECT count(*) FROM targets) AS targets,
    (SELECT count(*) FILTER (unit_id IS NULL) FROM task_units) AS units_open,
    (SELECT count(*) FROM task_units) AS units,
    (SELECT count(*) FILTER (text_source <> 'text') FROM pages) AS pages_scanned,
    (SELECT count(*) FROM pages) AS pages,
    (SELECT count(*) FILTER (canonical IS NULL) FROM documents) AS headers_open,
    (SELECT count(*) FROM documents) AS documents

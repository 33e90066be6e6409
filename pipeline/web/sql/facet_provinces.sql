SELECT province_now AS name, count(*) AS n FROM document_index GROUP BY province_now ORDER BY min(nth)

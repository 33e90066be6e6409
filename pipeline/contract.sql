-- The tables that every store has, filled or empty: names that dashboards rest on. Columns may be added, none renamed.
-- Read by pipeline.tables: "-- table: meaning" above a table, "-- meaning" behind a column.

-- documents: one row a document; the columns of its header are null where it does not say them
CREATE TABLE documents (
    doc_id VARCHAR NOT NULL, -- identity from the content: the same file is the same document wherever it lies
    source_path VARCHAR NOT NULL, -- where the file lies
    file_sha256 VARCHAR NOT NULL, -- SHA-256 of the file
    file_format VARCHAR NOT NULL, -- format by content: txt, md, docx, pdf …
    text_source VARCHAR NOT NULL, -- text, ocr or mixed
    page_count BIGINT, -- number of pages; null where the format has none
    doc_type VARCHAR,
    number VARCHAR,
    symbol VARCHAR,
    canonical VARCHAR,
    issued_on DATE,
    issued_on_text VARCHAR,
    place VARCHAR,
    province VARCHAR,
    province_now VARCHAR,
    issuer VARCHAR,
    issuer_unit_id VARCHAR, -- the issuer in units; null if not resolved
    issuer_level VARCHAR,
    title VARCHAR,
    plan_kind VARCHAR,
    plan_year BIGINT,
    plan_year_to BIGINT,
    signer VARCHAR,
    signer_role VARCHAR,
    ocr_confidence DOUBLE, -- mean confidence of the pages read by OCR, 0 to 1; null without such pages
    n_blocks BIGINT NOT NULL, -- number of paragraphs, headings, items and tables
    has_text BOOLEAN NOT NULL, -- whether any text was read
    text VARCHAR NOT NULL -- the whole text, to which char_start and char_end of all facts refer
);

-- pages: one row a page of the source
CREATE TABLE pages (
    doc_id VARCHAR NOT NULL, -- the document
    page BIGINT NOT NULL, -- number of the page, from 1
    width DOUBLE NOT NULL, -- points
    height DOUBLE NOT NULL, -- points
    char_start BIGINT NOT NULL, -- where its text starts in the document's text
    char_end BIGINT NOT NULL, -- where its text ends, exclusive
    text_source VARCHAR NOT NULL, -- text, ocr or mixed
    confidence DOUBLE NOT NULL -- 0 to 1
);

-- citations: one row a mention of a document
CREATE TABLE citations (
    citation_id VARCHAR NOT NULL, -- identity from document, table and span
    doc_id VARCHAR NOT NULL, -- the document that cites
    kind VARCHAR, -- numbered or named
    raw VARCHAR, -- the words as they stand in the text
    doc_type VARCHAR, -- type of the cited document
    number VARCHAR, -- its number
    symbol VARCHAR, -- its symbol
    canonical VARCHAR, -- number and symbol in official form
    issued_on DATE, -- day given with the mention
    issued_on_text VARCHAR, -- the same, as far as given
    issuer VARCHAR, -- who issued it
    role VARCHAR, -- basis, body or self
    provision VARCHAR, -- the provision meant
    legal_id VARCHAR, -- identity over provinces and years
    resolution VARCHAR, -- resolved, ambiguous or unknown
    resolved_by VARCHAR, -- words (its own), plan (other mentions in the plan), registry or corpus (title beside it), term (of congress)
    cited_doc_id VARCHAR, -- the document of the store that is the one cited; null if none is
    char_start BIGINT, -- start of the words
    char_end BIGINT, -- end of the words, exclusive
    page BIGINT, -- page on which they start
    confidence DOUBLE -- 0 to 1
);

-- date_conflicts: two days for one document; evidence for a finding, nothing is corrected
CREATE TABLE date_conflicts (
    conflict_id VARCHAR NOT NULL, -- identity from mention and what it disagrees with
    kind VARCHAR NOT NULL, -- plan (another mention in it), registry, year (same day of another year), corpus (its header), number (its year)
    doc_id VARCHAR NOT NULL, -- the plan that says the day
    citation_id VARCHAR NOT NULL, -- the mention
    char_start BIGINT NOT NULL, -- start of the mention
    char_end BIGINT NOT NULL, -- its end, exclusive
    canonical VARCHAR, -- number and symbol of the cited document
    legal_id VARCHAR, -- its identity; null where the day leaves it open
    said DATE, -- the day that the mention says
    other_said DATE, -- the other day; null for kind number
    other_citation_id VARCHAR, -- for kind plan: the mention that says it
    other_doc_id VARCHAR, -- for kind corpus: the document whose header says it
    other_legal_id VARCHAR, -- for kinds registry and year: the registered document of that day
    other_source VARCHAR -- for kind registry: where that day is known from
);

-- tasks: one row a task of a table or a duty in prose
CREATE TABLE tasks (
    task_id VARCHAR NOT NULL, -- identity from document, table and span
    doc_id VARCHAR NOT NULL, -- the plan
    source VARCHAR, -- table or prose
    number VARCHAR, -- its number in the table
    section VARCHAR, -- the section it stands in
    field VARCHAR, -- field of reform, see fields
    text VARCHAR, -- what is to be done
    deliverable VARCHAR, -- the product expected
    deadline_raw VARCHAR, -- the deadline as written
    char_start BIGINT, -- start of the words
    char_end BIGINT, -- end of the words, exclusive
    page BIGINT, -- page on which they start
    confidence DOUBLE -- 0 to 1
);

-- task_units: the units of a task
CREATE TABLE task_units (
    task_id VARCHAR NOT NULL, -- the task
    role VARCHAR, -- lead, coordinating or monitoring
    raw VARCHAR, -- as written
    unit VARCHAR, -- canonical name
    unit_id VARCHAR -- the unit in units; null if not resolved
);

-- task_deadlines: the deadlines of a task
CREATE TABLE task_deadlines (
    task_id VARCHAR NOT NULL, -- the task
    kind VARCHAR, -- fixed, recurring, dependent or relative
    freq VARCHAR, -- how often, if recurring
    start_on DATE, -- first day
    end_on DATE, -- last day
    raw VARCHAR -- as written
);

-- targets: one row a number that a plan promises
CREATE TABLE targets (
    target_id VARCHAR NOT NULL, -- identity from document, table and span
    doc_id VARCHAR NOT NULL, -- the plan
    raw VARCHAR, -- the words as they stand in the text
    value DOUBLE, -- the number, lower bound of a range
    value_max DOUBLE, -- upper bound of a range
    unit VARCHAR, -- unit of the number
    comparator VARCHAR, -- >=, >, =, <=, <, >prev or <prev
    metric VARCHAR, -- what is counted
    indicator_id VARCHAR, -- the indicator in indicators; null below the floor of similarity
    field VARCHAR, -- field of reform
    year BIGINT, -- year to reach it in
    baseline_value DOUBLE, -- starting value
    baseline_year BIGINT, -- year of the starting value
    char_start BIGINT, -- start of the words
    char_end BIGINT, -- end of the words, exclusive
    page BIGINT, -- page on which they start
    confidence DOUBLE -- 0 to 1
);

-- evidence: where the words of a fact are printed, one row a line box
CREATE TABLE evidence (
    fact_id VARCHAR NOT NULL, -- id of a row of any table of facts
    doc_id VARCHAR NOT NULL, -- the document
    page BIGINT NOT NULL, -- number of the page, from 1
    x0 DOUBLE NOT NULL, -- left edge, points from the left
    y0 DOUBLE NOT NULL, -- upper edge, points from the top
    x1 DOUBLE NOT NULL, -- right edge
    y1 DOUBLE NOT NULL -- lower edge
);

-- legal_documents: register of legal documents
CREATE TABLE legal_documents (
    legal_id VARCHAR, -- identity over provinces and years
    doc_type VARCHAR, -- type in full
    canonical VARCHAR, -- number and symbol in official form
    issuer VARCHAR, -- who issued it
    issued_on DATE, -- day of issue
    title VARCHAR, -- title
    level VARCHAR, -- level of its issuer
    status VARCHAR, -- in_force, partly_expired, expired, not_yet or unknown; unknown is not in force
    status_on DATE, -- the day for which the status holds
    effective_on DATE, -- in force from
    expired_on DATE, -- in force until
    source VARCHAR, -- where this is known from
    origin VARCHAR -- user where a file beside the plans says it; null for what comes with the program
);

-- legal_relations: which legal document amends, replaces or implements which
CREATE TABLE legal_relations (
    from_id VARCHAR, -- the later document
    relation VARCHAR, -- amends, replaces, implements or based_on
    to_id VARCHAR, -- the earlier document
    source VARCHAR, -- where this is known from
    origin VARCHAR -- user where a file beside the plans says it; null for what comes with the program
);

-- units: kinds of bodies (so_noi_vu), and the bodies of these kinds that the plans name or that issued them (so_noi_vu/ha-noi)
CREATE TABLE units (
    unit_id VARCHAR, -- identity
    kind_id VARCHAR, -- the kind of body it is, in units; null for a kind itself and for bodies of which there is one
    province_id VARCHAR, -- the province it belongs to, in provinces; null for kinds and central bodies
    name VARCHAR, -- canonical name
    valid_from DATE, -- first day
    valid_to DATE, -- last day; null = still valid
    source VARCHAR -- where this is known from
);

-- unit_succession: which unit took over from which
CREATE TABLE unit_succession (
    from_id VARCHAR, -- the earlier unit
    to_id VARCHAR, -- the later unit
    valid_from DATE, -- since when
    source VARCHAR -- where this is known from
);

-- provinces: the provinces, old and new
CREATE TABLE provinces (
    id VARCHAR, -- identity
    name VARCHAR, -- display name
    name_full VARCHAR, -- name with its rank: tỉnh Hà Nam
    sort_key BIGINT, -- place in Vietnamese alphabetical order
    valid_from DATE, -- first day
    valid_to DATE, -- last day; null = still valid
    source VARCHAR -- where this is known from
);

-- indicators: the indicators that targets are compared by
CREATE TABLE indicators (
    indicator_id VARCHAR, -- identity
    name VARCHAR, -- official wording
    field VARCHAR, -- field of reform
    valid_from DATE, -- first day
    valid_to DATE, -- last day; null = still valid
    source VARCHAR -- where this is known from
);

-- fields: the fields of reform
CREATE TABLE fields (
    field VARCHAR, -- identity: the-che, tthc …
    title VARCHAR, -- official title
    valid_from DATE, -- first day
    valid_to DATE, -- last day; null = still valid
    source VARCHAR -- where this is known from
);

-- plan_links: which programmes and plans above it a plan names as those that it carries out or rests on
CREATE TABLE plan_links (
    link_id VARCHAR NOT NULL, -- identity from the mention
    doc_id VARCHAR NOT NULL, -- the lower plan
    link VARCHAR NOT NULL, -- implements (its title or preamble says so) or based_on
    citation_id VARCHAR NOT NULL, -- the mention
    upper_doc_id VARCHAR, -- the document of the store that is the upper one; null if none is
    upper_legal_id VARCHAR, -- identity of the upper one; null unless resolved
    upper VARCHAR, -- its number and symbol
    upper_issuer VARCHAR, -- who issued it
    upper_level VARCHAR, -- central, province, district or commune; null if not known
    level VARCHAR, -- level of the lower plan's issuer
    upper_on DATE, -- day of issue of the upper one
    upper_on_from VARCHAR, -- where that day is known from: registry, corpus (its header) or words
    days_after BIGINT, -- days from the upper one to this plan; null if a day is not known or they contradict each other
    char_start BIGINT, -- start of the mention
    char_end BIGINT, -- its end, exclusive
    page BIGINT -- page on which it starts
);

-- findings: what the checks found
CREATE TABLE findings (
    finding_id VARCHAR, -- identity: the same over runs as long as the words stand where they stood
    check_id VARCHAR, -- which check
    severity VARCHAR, -- error (surely wrong), warning (to be looked at) or note
    doc_id VARCHAR, -- the document
    fact_id VARCHAR, -- the fact, if the finding is about one
    message VARCHAR, -- what is wrong, in Vietnamese
    evidence VARCHAR, -- the words that show it
    suggestion VARCHAR, -- what may have been meant; null if nothing is sure enough
    page BIGINT, -- page on which the words start; null where the source has none
    char_start BIGINT, -- where the words start in the document's text; null if nothing is written there
    char_end BIGINT -- where the words end, exclusive
);

-- checks: the checks that were made, as they are explained to the user
CREATE TABLE checks (
    check_id VARCHAR NOT NULL, -- identity
    severity VARCHAR NOT NULL, -- of its findings: error, warning or note
    title VARCHAR NOT NULL, -- what it finds
    explanation VARCHAR NOT NULL -- what it compares, and when it cannot
);

-- check_counts: how many places of a document a check looked at; a document without a row has no such place
CREATE TABLE check_counts (
    check_id VARCHAR NOT NULL, -- the check
    doc_id VARCHAR NOT NULL, -- the document
    checked BIGINT NOT NULL, -- places that it could judge
    not_checked BIGINT NOT NULL, -- places that it could not judge
    found BIGINT NOT NULL -- places that are wrong
);

-- corrections: corrections by people, as applied to this build
CREATE TABLE corrections (
    correction_id VARCHAR, -- identity
    fact_id VARCHAR, -- the fact corrected
    doc_id VARCHAR, -- the document
    column_name VARCHAR, -- the column corrected
    old_value VARCHAR, -- value when it was corrected
    new_value VARCHAR, -- value put in its place
    author VARCHAR, -- who corrected
    corrected_at TIMESTAMP, -- when
    state VARCHAR, -- applied, stale (its words are gone) or conflict (the machine now says a third thing)
    action VARCHAR, -- set, confirm, delete or add
    table_name VARCHAR, -- the table of the fact; documents for the header
    raw VARCHAR, -- the words it is about
    page BIGINT, -- page on which they stand
    reason VARCHAR, -- why, in the words of who corrected
    machine_value VARCHAR, -- what the machine says in this build
    note VARCHAR, -- why it is stale or in conflict
    document VARCHAR -- name of the file when it was corrected
);

-- files: every file met, whether read or not
CREATE TABLE files (
    source_path VARCHAR NOT NULL, -- where the file lies
    state VARCHAR NOT NULL, -- read, empty (no text found), duplicate, unreadable, locked (cannot be opened), skipped, gone
    doc_id VARCHAR, -- the document of its content; null if the file was never opened
    file_sha256 VARCHAR, -- SHA-256 of the file
    size BIGINT -- bytes
);

-- scan_words: words read from pictures of pages that were repaired or are unsure; other words of scans are as all readers read them
CREATE TABLE scan_words (
    doc_id VARCHAR NOT NULL, -- the document
    page BIGINT NOT NULL, -- the page
    char_start BIGINT NOT NULL, -- where the word starts in the document's text
    char_end BIGINT NOT NULL, -- where it ends, exclusive
    text VARCHAR NOT NULL, -- the word as it stands in the text
    raw VARCHAR NOT NULL, -- the word as read, before any repair
    readings VARCHAR[], -- what each reader read; empty = nothing
    repair VARCHAR, -- kind of repair: number, diacritic, lexicon, handwriting; empty = none
    doubt VARCHAR, -- why it is unsure: disagreement, grammar, handwriting, single (one reader only), covered (a stamp lies on it); empty = it is not
    confidence DOUBLE, -- 0 to 1; below 0.5 facts made of it are listed for review
    x0 DOUBLE, -- left, in points
    y0 DOUBLE, -- top, in points
    x1 DOUBLE, -- right, in points
    y1 DOUBLE -- bottom, in points
);

-- ingest_problems: everything that was not read or may have been read wrongly, and what to do about it
CREATE TABLE ingest_problems (
    source_path VARCHAR NOT NULL, -- the file
    doc_id VARCHAR, -- its document, if it became one
    page BIGINT, -- the page; null = the whole file
    kind VARCHAR NOT NULL, -- unread (content missing), unsure (read, perhaps wrongly), duplicate, skipped (unknown suffix), gone (file deleted since), reference (a cell of data/)
    problem VARCHAR NOT NULL, -- what happened
    advice VARCHAR NOT NULL -- what to do
);

-- province_citations: how often the plans of each province cite each document, counted when the store was built
CREATE TABLE province_citations (
    province_now VARCHAR, -- the province as of today, as in the view plans
    cited VARCHAR, -- what is cited, as in the view cited
    canonicals VARCHAR[], -- the numbers and symbols that these mentions give
    plans_citing BIGINT, -- number of plans that cite it
    mentions BIGINT -- number of mentions in them
);

-- indicator_promises: the rows of the view promises that have an indicator, worked out when the store was built and kept by indicator
CREATE TABLE indicator_promises (
    indicator_id VARCHAR, -- the indicator
    year BIGINT, -- year to reach it in; null if not told
    class VARCHAR, -- no_year, version (of a plan of which another counts), other_scope (not of a whole province), deciding
    nth BIGINT, -- place among those of its indicator, year and class, by file and place in it
    nth_of_issuers BIGINT, -- the same where other scopes are not set apart, as in a comparison of issuers
    target_id VARCHAR, -- the target
    doc_id VARCHAR, -- the plan
    province_now VARCHAR, -- its province as of today
    province VARCHAR, -- its province at issue
    issuer VARCHAR, -- who issued it
    local VARCHAR, -- the place below the province
    scope VARCHAR, -- for whom it speaks: province, province-body, central …
    comparator VARCHAR, -- as in targets
    value DOUBLE, -- as in targets
    value_max DOUBLE, -- as in targets
    unit VARCHAR, -- as in targets
    metric VARCHAR, -- as in targets
    apart VARCHAR, -- why it cannot stand beside others; null if it can
    raw VARCHAR, -- its words
    page BIGINT, -- its page
    plan VARCHAR, -- number of the plan, else its file
    plan_year BIGINT, -- year of the plan
    is_draft BOOLEAN, -- whether the plan has no number
    issued_on DATE, -- day of the plan
    issued_on_text VARCHAR, -- the same, as far as given
    superseded_by VARCHAR, -- the version of the plan that counts instead; null if this one does
    file VARCHAR, -- file of the plan
    issuer_key VARCHAR, -- the issuer, however written
    land VARCHAR, -- the territory, through changes of rank
    char_start BIGINT -- start of the words
);

-- build: how this store was made; one row
CREATE TABLE build (
    built_at TIMESTAMP NOT NULL, -- when, UTC
    code_version VARCHAR NOT NULL, -- digest of the code
    data_version VARCHAR NOT NULL, -- digest of the reference tables
    documents BIGINT NOT NULL, -- number of documents
    manifest_id VARCHAR NOT NULL, -- digest of the list of files it was made from
    gold_scores VARCHAR -- figures against hand labels, shipped and own, each with day and version, as JSON (see pipeline.measured)
);

"""How words become lexemes: Norwegian and English stemmers that keep every word, and the query over them.

PostgreSQL's own configurations drop stop words, and a folded text then loses words that only look like one:
*fôr* (feed) folds to *for*. Here no word is dropped; which words of a question say nothing is decided on the
question's side, before folding (``bilingual/words.py``).
"""

from django.db import migrations

CONFIGURATIONS = """
CREATE TEXT SEARCH DICTIONARY norwegian_every_word (TEMPLATE = snowball, Language = norwegian);
CREATE TEXT SEARCH CONFIGURATION registry_nb (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION registry_nb
    ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword,
        hword_asciipart, hword_part, hword_numpart WITH norwegian_every_word;
CREATE TEXT SEARCH DICTIONARY english_every_word (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION registry_en (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION registry_en
    ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword,
        hword_asciipart, hword_part, hword_numpart WITH english_every_word;
"""

# Vectors first replace what is no letter or digit by a space: the text parser would take "gceocean.no" for a
# host and "NCE/GCE" for a file, and find neither by its parts.
WORDS_VECTOR = r"""
CREATE FUNCTION plain_words(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(fold_text(value), '[^[:alnum:]]+', ' ', 'g');

CREATE FUNCTION words_vector(value text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsvector('pg_catalog.simple'::regconfig, plain_words(value));

CREATE FUNCTION text_vector(nb text, en text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsvector('registry_nb'::regconfig, plain_words(nb)) || words_vector(nb)
    || to_tsvector('registry_en'::regconfig, plain_words(en)) || words_vector(en);
"""

# A short word means itself: the beginnings of "a" are half the register. Stems are for texts: among names,
# which are not inflected, the stem of "Bergen" would find everybody called Berg.
WORDS_QUERY = """
CREATE FUNCTION words_query(words text[], stemmed boolean) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT string_agg(CASE
        WHEN length(word) < 3 THEN quote_literal(word)
        WHEN NOT stemmed THEN quote_literal(word) || ':*'
        ELSE format('(%s:* | %s | %s)', quote_literal(word),
            to_tsquery('registry_nb'::regconfig, quote_literal(word)),
            to_tsquery('registry_en'::regconfig, quote_literal(word)))
        END, ' & ')::tsquery
    FROM unnest(words) AS word
);
"""

FORGET = """
DROP FUNCTION words_query(text[], boolean);
DROP FUNCTION text_vector(text, text);
DROP FUNCTION words_vector(text);
DROP FUNCTION plain_words(text);
DROP TEXT SEARCH CONFIGURATION registry_en;
DROP TEXT SEARCH DICTIONARY english_every_word;
DROP TEXT SEARCH CONFIGURATION registry_nb;
DROP TEXT SEARCH DICTIONARY norwegian_every_word;
"""


class Migration(migrations.Migration):
    """Dictionaries, configurations and functions only."""

    dependencies = [("bilingual", "0001_norwegian_functions")]
    operations = [migrations.RunSQL(CONFIGURATIONS + WORDS_VECTOR + WORDS_QUERY, FORGET)]

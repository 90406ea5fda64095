"""The only words that every part of Sớm Mai shares: languages, errors, days, units."""

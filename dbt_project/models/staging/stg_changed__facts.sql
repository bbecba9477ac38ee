{{ extracted_facts(source('changed', 'facts')) }}

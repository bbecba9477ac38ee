{{ extracted_facts(source('extracted', 'facts')) }}

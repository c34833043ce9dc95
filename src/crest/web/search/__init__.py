"""Search: where is the factory, agency or place I mean?"""

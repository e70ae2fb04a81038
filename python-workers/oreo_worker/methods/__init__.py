"""The methods that come with the worker, a file each: a module here is a method of the module's name."""

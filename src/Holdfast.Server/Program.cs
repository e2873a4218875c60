using Holdfast.Hosting;

return await new HoldfastApplication().RunAsync(args);

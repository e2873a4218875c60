using Holdfast.Server.Cli;

return await HoldfastCommand.Create().Parse(args).InvokeAsync();

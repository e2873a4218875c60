using System.ComponentModel;
using Holdfast.AI.Functions;
using Holdfast.Hosting;
using Holdfast.Tools;

return await new HoldfastApplication()
    .Add(services => services.AddTool(
        "roll_die",
        "Rolls a die and tells what it shows.",
        ToolPolicy.Auto,
        ([Description("How many sides it has")] int sides = 6) => Random.Shared.Next(1, sides + 1)))
    .RunAsync(args);

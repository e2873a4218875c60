using Holdfast.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.AI.Functions;

/// <summary>What this folder gives to a program that brings tools.</summary>
public static class FunctionsModule
{
    /// <summary>A tool that is a C# function.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="name">Its name, by which the model calls it and policies know it: letters, digits, <c>_</c> and <c>-</c>, at most 64.</param>
    /// <param name="description">What it does, for the model.</param>
    /// <param name="policy">What holds when the operator says nothing: <see cref="ToolPolicy.Auto"/> for what changes nothing, <see cref="ToolPolicy.Approve"/> for what does.</param>
    /// <param name="function">
    /// The function, of any parameters that JSON can write; <c>[Description]</c> at a parameter is sent to the model. A parameter whose type is a
    /// registered service, <see cref="ToolCall"/> or <see cref="CancellationToken"/> is filled in. What it returns, awaited, is what the model is
    /// told: a string as it is, anything else as JSON, or a <see cref="ToolResult"/>.
    /// </param>
    /// <param name="mayRunBesideOthers">Whether calls of it may be under way beside each other, and beside those of other tools that say so: for functions that change nothing.</param>
    public static IServiceCollection AddTool(this IServiceCollection services, string name, string description, ToolPolicy policy, Delegate function, bool mayRunBesideOthers = false)
    {
        ArgumentNullException.ThrowIfNull(function);
        services.AddSingleton(new ToolName(name));
        return services.AddSingleton<IAgentTool>(provider => new FunctionTool(name, description, policy, function, provider) { MayRunBesideOthers = mayRunBesideOthers });
    }
}

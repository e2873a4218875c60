using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Verbs;

/// <summary>
/// What is said of a verb before anything is made of it: by this the command line is put together, its help, and its completion.
/// </summary>
/// <param name="Name">What is typed: <c>timers</c>, or two words, as <c>approvals list</c>.</param>
/// <param name="Help">What it does, in a sentence that begins with a verb.</param>
/// <param name="Handler">The class that does it.</param>
public sealed record VerbInfo(string Name, string Help, Type Handler)
{
    /// <summary>What can be typed behind it.</summary>
    public IReadOnlyList<VerbParameter> Parameters { get; init; } = [];

    /// <summary>Whether it looks into conversation memory that is outside of the store.</summary>
    public bool NeedsMemory { get; init; }

    /// <summary>Whether its output is JSON in any case.</summary>
    public bool IsAlwaysJson { get; init; }
}

/// <summary>Verbs that begin with the same word.</summary>
/// <param name="Name">The word.</param>
/// <param name="Help">What they are about.</param>
public sealed record VerbGroup(string Name, string Help)
{
    /// <summary>Other words that are taken for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>Something that can be typed behind a verb.</summary>
/// <param name="Name">Its name: <c>user</c> for <c>--user</c>.</param>
/// <param name="Help">What it means.</param>
/// <param name="Kind">What it looks like.</param>
public sealed record VerbParameter(string Name, string Help, VerbParameterKind Kind = VerbParameterKind.Option)
{
    /// <summary>What stands for its value in the help: <c>date</c>.</summary>
    public string ValueName { get; init; } = Name;

    /// <summary>What can be chosen from; null for anything.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}

/// <summary>What a parameter looks like.</summary>
public enum VerbParameterKind
{
    /// <summary><c>--name value</c>.</summary>
    Option,

    /// <summary><c>--name</c>.</summary>
    Flag,

    /// <summary>A value that must be there.</summary>
    Argument,

    /// <summary>Any number of values, none included.</summary>
    Arguments,
}

/// <summary>How features bring verbs.</summary>
public static class VerbRegistration
{
    /// <summary>Adds a verb.</summary>
    /// <typeparam name="TVerb">The class that does it.</typeparam>
    /// <param name="services">Where it is registered.</param>
    /// <param name="name">What is typed: one word, or two.</param>
    /// <param name="help">What it does, in a sentence that begins with a verb.</param>
    /// <param name="parameters">What can be typed behind it.</param>
    public static IServiceCollection AddVerb<TVerb>(this IServiceCollection services, string name, string help, params VerbParameter[] parameters)
        where TVerb : class, IVerb => services.AddVerb<TVerb>(new VerbInfo(name, help, typeof(TVerb)) { Parameters = parameters });

    /// <summary>Adds a verb.</summary>
    /// <typeparam name="TVerb">The class that does it.</typeparam>
    /// <param name="services">Where it is registered.</param>
    /// <param name="info">What is said of it.</param>
    public static IServiceCollection AddVerb<TVerb>(this IServiceCollection services, VerbInfo info)
        where TVerb : class, IVerb => services.AddSingleton(info).AddSingleton<TVerb>();

    /// <summary>Says what verbs with the same first word are about.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="name">The word.</param>
    /// <param name="help">What they are about.</param>
    /// <param name="aliases">Other words that are taken for it.</param>
    public static IServiceCollection AddVerbGroup(this IServiceCollection services, string name, string help, params string[] aliases) =>
        services.AddSingleton(new VerbGroup(name, help) { Aliases = aliases });
}

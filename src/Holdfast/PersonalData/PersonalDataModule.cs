using Holdfast.Interactions;
using Holdfast.Storage;
using Holdfast.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.PersonalData;

/// <summary>What this folder gives to a host.</summary>
public static class PersonalDataModule
{
    /// <summary>A person who looks for what became of an order has a day for it.</summary>
    private static readonly TimeSpan StatesAreKept = TimeSpan.FromDays(1);

    /// <summary>What one person said: shown to them, and deleted.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddPersonalData(this IServiceCollection services) => services
        .AddSingleton(new RecordRetention(ForgetState.Kind, static () => StatesAreKept))
        .AddHandler<Forgetting>()
        .AddVerb<ForgetVerb>("forget", "Deletes what one person said and what was made of it.", ForgetVerb.Parameters)
        .AddVerb<ExportVerb>(new VerbInfo("export", "Writes all that is kept of one person, as JSON, an object a line.", typeof(ExportVerb)) { Parameters = ExportVerb.Parameters, IsAlwaysJson = true, NeedsMemory = true });
}

using Microsoft.Extensions.Configuration;
using Holdfast.AI.Models;
using Holdfast.Agents;
using Holdfast.Composition;
using Holdfast.Notifications;
using Holdfast.Notifications.Alerts;
using Holdfast.Notifications.Channels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Holdfast.Settings;

namespace Holdfast.AI.Tests.Chat;

/// <summary>Models for an agent under test.</summary>
internal static class Models
{
    /// <summary>One model, or several by their names.</summary>
    public static ModelCatalogue Of(AgentOptions options, TimeProvider time, IChatClient first, params (string Name, ModelOptions Options, IChatClient Client)[] others)
    {
        var named = new NamedOptions<ModelOptions>();
        foreach (var (name, described, _) in others)
            named.All[name] = described;
        var configured = new ConfiguredModels(Options.Create(options), Options.Create(named), Options.Create(new SettingsOptions()), new ConfigurationBuilder().Build());
        return new ModelCatalogue(configured, model => others.Where(other => other.Name == model.Name).Select(other => other.Client).FirstOrDefault() ?? first, time);
    }

    /// <summary>Alerts that go to the log.</summary>
    public static OperatorAlerts Alerts(TimeProvider time)
    {
        var options = Options.Create(new NotificationOptions());
        return new OperatorAlerts(new NotificationPlanner([new ConsoleNotificationChannel(NullLogger<ConsoleNotificationChannel>.Instance)], options, time), options, time);
    }
}

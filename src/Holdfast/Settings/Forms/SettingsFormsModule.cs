using Holdfast.Commands;
using Holdfast.Home;
using Holdfast.Interactions;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Settings.Forms;

/// <summary>What this folder gives to a host.</summary>
public static class SettingsFormsModule
{
    /// <summary>The modals in which people set something, and how they get there.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddSettingsForms(this IServiceCollection services) => services
        .AddHandler<SettingsForm>()
        .AddHandler<ChannelForm>()
        .AddHandler<SettingsOrders>()
        .AddSubcommand<SettingsCommand>()
        .AddSubcommand<ChannelCommand>()
        .AddHomeSection<SettingsHomeSection>();
}

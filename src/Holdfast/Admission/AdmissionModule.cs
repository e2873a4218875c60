using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Admission;

/// <summary>What this folder gives to a host, and to features that have a say in who may use the app.</summary>
public static class AdmissionModule
{
    /// <summary>Asks whoever has a say.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddAdmissions(this IServiceCollection services) => services.AddSingleton<Admissions>();

    /// <summary>Somebody who has a say.</summary>
    /// <typeparam name="TAdmission">Who.</typeparam>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddAdmission<TAdmission>(this IServiceCollection services)
        where TAdmission : class, IAdmission => services.AddSingleton<IAdmission, TAdmission>();
}
